import { gunzipSync } from 'node:zlib';
import { TitoError } from '../../src/errors.ts';

/**
 * @param limit_bytes most that may come out: a few kilobytes can stand for gigabytes
 * @throws TitoError `too_large`, `bad_request`
 */
export function inflate(bytes: Uint8Array, limit_bytes: number): Uint8Array {
  try {
    return gunzipSync(bytes, { maxOutputLength: limit_bytes });
  } catch (cause) {
    if (cause instanceof RangeError && 'code' in cause && cause.code === 'ERR_BUFFER_TOO_LARGE')
      throw new TitoError('too_large', { limit: sizeOf(limit_bytes) }, cause);
    throw new TitoError('bad_request', { problem: 'the body is not what gzip writes' }, cause);
  }
}

/** As people say it: `16 KB`, `8 MB` (powers of 1024). */
export const sizeOf = (bytes: number): string =>
  bytes >= 2 ** 20 ? `${Math.round(bytes / 2 ** 20)} MB` : `${Math.round(bytes / 1024)} KB`;
