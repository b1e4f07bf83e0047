/**
 * Counter of reads of what can differ between pods with the same spec and the same annotations: their object, its other
 * manifests, and the rest of their metadata. If a rule reads nothing of it in one pod, it finds the same in the others.
 */
export class OutsideReads {
  private static reads = 0;

  /** Number of reads so far. */
  public static get count(): number {
    return OutsideReads.reads;
  }

  public static add(): void {
    OutsideReads.reads += 1;
  }
}
