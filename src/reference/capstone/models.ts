import type { Model } from '../../contracts.ts';
import { parameterCount } from '../models/architecture.ts';
import { fastPredict } from '../models/fast/predict.ts';
import { FLOAT32 } from '../models/formats/envelope.ts';
import { readNetwork } from '../models/formats/network-bytes.ts';
import { plainPredict } from '../models/plain.ts';

/**
 * The model of these bytes: float32 weights predict by the definitions, packed ones with the fast kernels. All models
 * come from here, so that a restored one is the same as the one that was trained.
 *
 * @throws RangeError where the bytes are no model of the reference
 */
export function deserialize(bytes: Uint8Array): Model {
  const own = bytes.slice();
  const { format, network } = readNetwork(own);
  return {
    predict: format === FLOAT32 ? plainPredict(network) : fastPredict(network),
    serialize: () => own.slice(),
    parameters: parameterCount(network.architecture),
  };
}
