import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { hmacSha256 } from '../../community/hmac-sha256.ts';

it('is what the runtime computes, for keys and texts of any length', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.array(fc.string({ maxLength: 150 })), (key, texts) => {
      const hmac = hmacSha256(key);
      for (const text of texts) expect(hmac(text)).toBe(createHmac('sha256', key).update(text).digest('hex'));
    }),
  );
});
