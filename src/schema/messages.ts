import { config } from 'zod/mini';
import english from 'zod/v4/locales/en.js';

/** The small form of zod has no words of its own: every message would be 'Invalid input'. */
config(english());
