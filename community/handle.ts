import { hmacSha256 } from './hmac-sha256.ts';

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
 *
 * @param hmac what makes HMAC-SHA-256 of a secret; the runtime's own where it is left out
 */
export function handleOf(secret: Uint8Array, id: string, hmac = hmacSha256): string {
  const digest = hmacOf(secret, hmac)(`handle ${id}`);
  const draw = (place: number, count: number) =>
    Number.parseInt(digest.slice(8 * place, 8 * place + 8), 16) % count;
  const number = `${draw(2, NUMBERS)}`.padStart(4, '0');
  return `${MANNERS[draw(0, MANNERS.length)]}-${NAMES[draw(1, NAMES.length)]}-${number}`;
}

/** What a secret is made ready for once. */
const known = new WeakMap<Uint8Array, (text: string) => string>();

function hmacOf(secret: Uint8Array, hmac: typeof hmacSha256) {
  const present = known.get(secret);
  if (present) return present;
  const made = hmac(secret);
  known.set(secret, made);
  return made;
}
