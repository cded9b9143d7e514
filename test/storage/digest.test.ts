import { expect, it } from 'vitest';
import { sha256 } from '../../src/storage/digest.ts';

it.each([
  ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
  ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
  ['µ', '5a072f1be4c3ee04849a9ad686b287d12d6a99dc4eba13c7a2ca1844e7923a0a'],
])('the SHA-256 of %j is known', (text, digest) => {
  expect(sha256(text)).toBe(digest);
});
