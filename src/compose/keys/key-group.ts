import type { Outcome } from '../loss-report';
import type { ServiceConversion } from '../service-conversion';

/** Row of the key table: what a service key becomes. */
export interface KeyRow {
  /** Fields of the manifests, or what else the key becomes. */
  readonly becomes: string;
  /** Outcomes that values of the key can have. */
  readonly outcomes: ReadonlyArray<Outcome>;
  /** Differences, refusals and alternatives, as sentences for the reader of the table. */
  readonly notes: string;
}

/** Keys of a service that are converted together. */
export interface KeyGroup {
  readonly title: string;
  /** Rows by key. */
  readonly rows: Readonly<Record<string, KeyRow>>;
  /** Converts the values of these keys. Each value of the service gets an entry of the report. */
  readonly convert: (service: ServiceConversion) => void;
}
