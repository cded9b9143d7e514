import * as z from 'zod';
import { ASSETS, type Asset } from '../../pages/assets.ts';
import { defineRoute } from '../route.ts';

/** A page names them with a part that changes with their content. */
const KEPT = { 'cache-control': 'public, max-age=31536000, immutable' };

const assetRoute = (id: string, { path, media_type, text }: Asset) =>
  defineRoute({
    method: 'GET',
    path: `/${path.replace(/\?.*$/, '')}`,
    id,
    summary: 'Part of the pages',
    access: 'public',
    answer: z.string(),
    media_type,
    headers: KEPT,
    handle: async () => text,
  });

export const styleRoute = assetRoute('style', ASSETS.style);
export const liveScriptRoute = assetRoute('liveScript', ASSETS.live);
export const iconRoute = assetRoute('icon', ASSETS.icon);
