/** Settings of the shop's back end, read once at start. */

const DEFAULT_PORT = 8080;
const MAX_PORT = 65535;

/** Shown below the field on the sign-up page. */
export const PASSWORD_RULE = 'At least twelve characters, one of them a digit.';

function readPort(text) {
  const port = Number(text ?? DEFAULT_PORT);
  if (!Number.isInteger(port) || port < 1 || port > MAX_PORT) {
    throw new RangeError(`PORT is ${text}, which is no port.`);
  }
  return port;
}

export function loadConfig(env) {
  return {
    port: readPort(env.PORT),
    databaseUrl: env.DATABASE_URL,
    mediaFolder: env.MEDIA_FOLDER ?? '/var/lib/harbour/media',
    paymentToken: env.PAYMENT_TOKEN,
    sessionSecret: 'made-up-harbour-session-secret',
    sessionHours: 12,
  };
}
