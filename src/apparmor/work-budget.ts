/**
 * Limit of the work for one text, in steps of an automaton.
 *
 * Checking whether two patterns overlap, or whether one covers the other, can cost more than the product of their lengths,
 * and the number of pairs is the square of the number of rules. The budget grows with the length of the text, so the whole
 * work grows linearly.
 */
export class WorkBudget {
  /** Steps for a text of any length. */
  public static readonly BASE = 20_000;

  /** Steps for each byte of the text. */
  public static readonly PER_BYTE = 25;

  /** Largest budget, for a text of any length. */
  public static readonly MOST = 5_000_000;

  /** Returns the budget for a text of this length. */
  public static forText(length: number): WorkBudget {
    return new WorkBudget(Math.min(WorkBudget.MOST, WorkBudget.BASE + WorkBudget.PER_BYTE * length));
  }

  private spent = 0;
  private open = 0;

  constructor(
    /** Total number of steps. */
    public readonly steps: number,
  ) {}

  /** Number of checks without a result. */
  public get unanswered(): number {
    return this.open;
  }

  /** Number of steps spent. */
  public get used(): number {
    return Math.min(this.spent, this.steps);
  }

  /** Spends steps. Returns false if the budget has fewer steps left: the check then has no result. */
  public spend(steps: number): boolean {
    this.spent += steps;
    if (this.spent <= this.steps) return true;
    return this.leaveOpen();
  }

  /** Counts a check without a result. */
  public leaveOpen(): false {
    this.open += 1;
    return false;
  }
}
