import { createHash } from 'node:crypto';
import { inKeyOrder, objectAt, stringAt, type Manifest } from '../kubernetes/manifest';

const HASH_LENGTH = 8;
/** Maximum length of the name of an app whose job has a hash in its name. A label of the pods contains that name. */
export const LONGEST_HASHED_NAME = 63 - HASH_LENGTH - 1;

/** Returns the name of a job with a hash of its spec, because the API server rejects a change of the spec of a job. */
export function jobName(job: Manifest): string {
  const content = JSON.stringify(inKeyOrder({ spec: objectAt(job, 'spec') }));
  const hash = createHash('sha256').update(content).digest('hex').slice(0, HASH_LENGTH);
  return `${stringAt(objectAt(job, 'metadata'), 'name') ?? ''}-${hash}`;
}
