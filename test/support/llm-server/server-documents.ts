import type { LlmServerSettings } from './options.ts';
import { text } from './wire.ts';

const JSON_TYPE = 'application/json; charset=utf-8';
const TEXT_TYPE = 'text/plain; charset=utf-8';
const DETAILS = {
  parent_model: '',
  format: 'gguf',
  family: 'llama',
  families: ['llama'],
  parameter_size: '1.2B',
  quantization_level: 'Q8_0',
};

/** Status, type and body of everything that is no answer of a model. */
export function documentOf(
  path: string,
  body: Record<string, unknown>,
  { models, version }: LlmServerSettings,
): [number, string, string] {
  const json = (value: unknown, status = 200): [number, string, string] => [
    status,
    JSON_TYPE,
    JSON.stringify(value),
  ];
  const listed = models.map((name) => ({
    name,
    model: name,
    modified_at: '2026-08-01T10:00:00Z',
    size: 1_321_098_329,
    digest: 'baf6a787fdffd633537aa2eb51cfd54cb93ff08e28040095462bb63daf552878',
    details: DETAILS,
  }));
  const model = text(body.model);
  const isKnown = models.includes(model) || models.includes(`${model}:latest`);
  switch (path) {
    case '/':
      return [200, TEXT_TYPE, 'Ollama is running'];
    case '/api/version':
      return json({ version });
    case '/api/tags':
      return json({ models: listed });
    case '/api/ps':
      return json({
        models: listed.map((each) => ({
          ...each,
          expires_at: '2026-08-01T10:05:00Z',
          size_vram: 0,
          context_length: 4096,
        })),
      });
    case '/api/show':
      if (!isKnown) return json({ error: `model '${model}' not found` }, 404);
      return json({
        license: '',
        modelfile: '',
        parameters: '',
        template: '',
        details: DETAILS,
        capabilities: ['completion'],
      });
    // Without a prompt they load the model.
    case '/api/generate':
    case '/api/chat':
      if (model === '') return json({ error: 'model is required' }, 400);
      if (!isKnown) return json({ error: `model '${model}' not found` }, 404);
      return json({
        model,
        created_at: '2026-08-01T10:00:00Z',
        response: '',
        done: true,
        done_reason: 'load',
      });
    case '/v1/models':
      return json({
        object: 'list',
        data: models.map((id) => ({ id, object: 'model', created: 1785578400, owned_by: 'library' })),
      });
    default:
      return [404, TEXT_TYPE, '404 page not found'];
  }
}
