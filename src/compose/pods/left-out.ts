/** Service that is left out, with the key and the reason. */
export interface LeftOut {
  readonly key: string;
  readonly reason: string;
}
