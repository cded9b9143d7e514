import type * as z from 'zod';
import type { Registry } from '../../src/community-contracts.ts';
import type { ErrorCode } from '../../src/errors.ts';
import type { SubmitAnswer } from '../../src/schema/community/submission.ts';
import type { PageFacts } from '../pages/facts/page-facts.ts';
import type { Cost } from './limits/policies.ts';
import type { LiveNumbers } from './live-numbers.ts';
import type { Readiness } from './readiness.ts';
import type { SubmissionJob } from './threads/messages.ts';

/** What the routes have to work with. */
export interface Services {
  registry: Registry;
  submit: (job: Omit<SubmissionJob, 'id'>) => Promise<SubmitAnswer>;
  /** Whether a token is a member's. */
  isMember: (token: string) => Promise<boolean>;
  /** Goes up with every change that somebody could see. */
  version: () => Promise<number>;
  readiness: Readiness;
  /** In Prometheus' text format. */
  metrics: () => Promise<string>;
  openapi: () => { openapi: string };
  pages: PageFacts;
  live: LiveNumbers;
}

/** Who may ask: `public` needs no token and takes none, `optional` answers a member more, `member` needs one;
 * `instructor` needs the admin token of a class, `moderator` that of the registry, which the registry checks itself. */
export type Access = 'public' | 'optional' | 'member' | 'instructor' | 'moderator';

/** A request as a route sees it: checked, and nothing else of it. */
export interface Asked<Who extends Access, Query, Body> {
  token: Who extends 'member' | 'instructor' ? string : string | null;
  /** Parts of the path, by their name in it. */
  params: Readonly<Record<string, string>>;
  query: Query;
  body: Body;
  /** Of a route whose body is a saved run. */
  run: { bytes: Uint8Array; is_gzip: boolean; key: string } | null;
}

export interface Route<
  Who extends Access = Access,
  Query extends z.core.$ZodType = z.core.$ZodType,
  Body extends z.core.$ZodType = z.core.$ZodType,
  Answer extends z.core.$ZodType = z.core.$ZodType,
> {
  method: 'GET' | 'PUT' | 'PATCH' | 'POST' | 'DELETE';
  /** A part that begins with a colon stands for whatever is there. */
  path: string;
  /** Name of the operation in the OpenAPI document. */
  id: string;
  summary: string;
  access: Who;
  /** Null where no parameters are known; they are ignored then. */
  query: Query | null;
  /** `run` is a saved run, checked elsewhere; null where there is none. */
  body: Body | 'run' | null;
  /** Whether the registry checks the body by this schema itself, as it does for whoever opens it as a file. */
  is_checked_by_registry: boolean;
  body_limit_bytes: number;
  answer: Answer;
  /** `text` is sent as it is, with the media type given. */
  media_type: string;
  /** Refusals of this route, beside those that every route may give. */
  errors: readonly ErrorCode[];
  /** Whether the answer to somebody without a token may be kept by caches, until the registry changes. */
  is_cacheable: boolean;
  /** Headers of the answer, beside those of every one and instead of them. */
  headers: Readonly<Record<string, string>>;
  /** Whether requests count against the limits of the client. */
  is_limited: boolean;
  /** What it costs, where that does not follow from the method. */
  cost: Cost | null;
  /** Whether the token is one that is only now to be known: it is nobody's yet, and has no limit of its own. */
  is_first: boolean;
  handle(asked: Asked<Who, z.output<Query>, z.output<Body>>, services: Services): Promise<z.input<Answer>>;
}

type Given<
  Who extends Access,
  Query extends z.core.$ZodType,
  Body extends z.core.$ZodType,
  Answer extends z.core.$ZodType,
> = Pick<
  Route<Who, Query, Body, Answer>,
  'method' | 'path' | 'id' | 'summary' | 'access' | 'answer' | 'handle'
> &
  Partial<Route<Who, Query, Body, Answer>>;

/** Of members' documents; a saved run is larger. */
const BODY_LIMIT_BYTES = 16 * 1024;

/** A route of the table; what is left out is as most routes have it. */
export const defineRoute = <
  Who extends Access,
  Answer extends z.core.$ZodType,
  Query extends z.core.$ZodType = z.ZodNever,
  Body extends z.core.$ZodType = z.ZodNever,
>(
  given: Given<Who, Query, Body, Answer>,
): Route<Who, Query, Body, Answer> => ({
  query: null,
  body: null,
  is_checked_by_registry: false,
  body_limit_bytes: BODY_LIMIT_BYTES,
  media_type: 'application/json',
  errors: [],
  is_cacheable: false,
  headers: {},
  is_limited: true,
  cost: null,
  is_first: false,
  ...given,
});
