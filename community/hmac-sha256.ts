import { hash } from 'node:crypto';

/** Bytes that SHA-256 takes at a time. */
const BLOCK = 64;
const DIGEST = 32;

/**
 * HMAC-SHA-256 (RFC 2104, section 2) of texts under one key, encoded as UTF-8, in hexadecimal. By two hashes in one step
 * each: the runtime's own HMAC is made anew for every text, which takes several times as long as to compute it.
 */
export function hmacSha256(key: Uint8Array): (text: string) => string {
  const short = key.length > BLOCK ? Buffer.from(hash('sha256', key), 'hex') : key;
  const block = Buffer.alloc(BLOCK);
  block.set(short);
  const inner = block.map((byte) => byte ^ 0x36);
  const outer = Buffer.alloc(BLOCK + DIGEST);
  outer.set(block.map((byte) => byte ^ 0x5c));
  return (text) => {
    outer.write(hash('sha256', Buffer.concat([inner, Buffer.from(text)])), BLOCK, 'hex');
    return hash('sha256', outer);
  };
}
