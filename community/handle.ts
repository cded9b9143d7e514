import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';

/** Everyday words that describe anybody kindly; what somebody looks like, believes or can do is not among them. */
const MANNERS =
  'agile amber azure brave breezy bright brisk calm candid cheerful civic clear clever coral cosmic cosy crisp curious dapper daring deft eager early earnest elegant even fair fancy fearless fine fleet fond frank free fresh friendly gentle genuine glad golden good graceful grand happy hardy hearty helpful honest humble indigo jolly joyful keen kind light lively loyal lucid lucky lunar mellow merry mild mindful modest neat nimble noble open patient plucky polite prime proud quick quiet ready rustic serene sharp silver sincere smart snug solar solid spry stellar steady sunny swift tactful tidy trusty upbeat vivid warm wily wise witty'.split(
    ' ',
  );

/** Animals, plants and things of the sky: nouns without a second meaning. */
const NAMES =
  'acorn alder alpaca aspen badger bamboo beaver birch bison bluebell brook canary cedar clover comet condor coyote crane cricket cypress dahlia daisy dolphin dove eagle egret elm falcon fern finch firefly fjord gazelle gecko ginkgo glacier heron hazel ibex ibis iris jackdaw jaguar jasmine juniper kestrel kiwi koala lagoon larch lark lemur lichen lily linden llama lotus lynx magpie mango maple marlin marten meadow meteor moose nebula newt nutmeg oak ocelot olive orchid oriole osprey otter owl panda pebble pelican penguin petrel pine planet plover poplar puffin quail quasar rabbit raven reef robin rowan salmon sequoia sparrow spruce starling stork swallow swan tamarin tapir teal thistle toucan trout tulip turtle violet walnut walrus willow wombat wren yarrow zebra zinnia'.split(
    ' ',
  );

/** Numbers from 0 to 9999. */
const NUMBERS = 10_000;

/**
 * The name by which others see a member, such as `nimble-otter-0412`. It follows from the id and the registry's own
 * secret (HMAC-SHA-256), so it tells nothing of the id, differs between registries and stays the same after a second
 * join. A hundred million are possible: two members of a class hardly ever share one, of a million some thousand pairs
 * do, which is why nothing is looked up by it.
 */
export function handleOf(secret: Uint8Array, id: string): string {
  const digest = createHmac('sha256', keyOf(secret)).update(`handle ${id}`).digest();
  const draw = (place: number, count: number) => digest.readUInt32BE(4 * place) % count;
  const number = `${draw(2, NUMBERS)}`.padStart(4, '0');
  return `${MANNERS[draw(0, MANNERS.length)]}-${NAMES[draw(1, NAMES.length)]}-${number}`;
}

/** Making a key of the bytes takes longer than using it. */
const keys = new WeakMap<Uint8Array, KeyObject>();

function keyOf(secret: Uint8Array): KeyObject {
  const known = keys.get(secret);
  if (known) return known;
  const key = createSecretKey(secret);
  keys.set(secret, key);
  return key;
}
