import { createHash } from 'node:crypto';
import { LIVE_SCRIPT } from './live-script.ts';
import { STYLE } from './style.ts';

export interface Asset {
  /** Below the root, with a part that changes with the content, so that it can be kept for ever. */
  path: string;
  media_type: string;
  text: string;
}

const ICON =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path fill="#c2541b" d="M12 2c1 4 6 6 6 12a6 6 0 0 1-12 0c0-3 2-4 2-7 2 1 3 2 3 4 1-2 2-5 1-9z"/></svg>';

const asset = (name: string, media_type: string, text: string): Asset => ({
  path: `assets/${name}?v=${createHash('sha256').update(text).digest('hex').slice(0, 12)}`,
  media_type,
  text,
});

/** What pages load beside themselves. */
export const ASSETS = {
  style: asset('style.css', 'text/css; charset=utf-8', STYLE),
  live: asset('live.js', 'text/javascript; charset=utf-8', LIVE_SCRIPT),
  icon: asset('icon.svg', 'image/svg+xml', ICON),
} as const;
