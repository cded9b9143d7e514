/** The code under test went wrong inside its isolate. It becomes data of the run, not an error of tito. */
export class SubjectFailure extends Error {
  readonly kind: 'raised' | 'hung' | 'exited' | 'protocol';

  constructor(kind: SubjectFailure['kind'], message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'SubjectFailure';
    this.kind = kind;
  }
}
