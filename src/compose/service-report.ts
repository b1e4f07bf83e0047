import type { Wish } from './wishes';

/** Receiver of what became of each value of a service. A key is a path, such as `deploy.resources.limits.pids` or `ports[0]`. */
export interface ServiceReport {
  /** The value is converted exactly. */
  converted(key: string, field: string): void;
  /** The value is converted, with a difference. */
  approximated(key: string, field: string, difference: string): void;
  /** Nothing in Kubernetes or in the library represents the value. */
  unsupported(key: string, reason: string): void;
  /** Adds a difference to the entry of a value that is reported already. */
  addDifference(key: string, difference: string): void;
  /** The value is left out because the output does not need it. */
  byDesign(key: string, reason: string): void;
  /** The value is left out, and no option accepts it. */
  refused(key: string, reason: string): void;
  /**
   * The value makes the pod weaker. Returns the reason of the user if the weakness is accepted: then it is converted, as a
   * weakness with that reason. Otherwise the value is left out, and the report says so.
   * @param wish word for `--accept`, without the service, such as `privileged`
   */
  weaker(key: string, wish: Wish, field: string, reason: string): string | undefined;
  /** Returns the reason of the user for a weakness of the service, without an entry. Undefined if it is not accepted. */
  acceptance(wish: Wish): string | undefined;
  /** The value is converted as a weakness, with the reason of the user. */
  accepted(key: string, field: string, reason: string): void;
}
