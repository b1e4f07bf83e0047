/**
 * The work that may be spent on one text, in steps of an automaton.
 *
 * Whether two patterns meet, or one covers the other, can cost more than the product of their lengths, and there are as
 * many pairs as rules times rules. The budget grows with the text, so that the whole work grows linearly.
 */
export class WorkBudget {
  /** Steps for a text of any length. */
  public static readonly BASE = 20_000;

  /** Steps for each byte of the text. */
  public static readonly PER_BYTE = 25;

  /** The greatest budget, whatever the length of the text. */
  public static readonly MOST = 5_000_000;

  /** The budget of a text of this length. */
  public static forText(length: number): WorkBudget {
    return new WorkBudget(Math.min(WorkBudget.MOST, WorkBudget.BASE + WorkBudget.PER_BYTE * length));
  }

  private spent = 0;
  private refused = 0;

  constructor(
    /** Steps in all. */
    public readonly steps: number,
  ) {}

  /** Questions that were left without an answer. */
  public get unanswered(): number {
    return this.refused;
  }

  /** Steps that were spent. */
  public get used(): number {
    return Math.min(this.spent, this.steps);
  }

  /** Spends steps. False if they are more than what is left: the question stays without an answer. */
  public spend(steps: number): boolean {
    this.spent += steps;
    if (this.spent <= this.steps) return true;
    return this.leaveOpen();
  }

  /** Notes that a question stays without an answer. */
  public leaveOpen(): false {
    this.refused += 1;
    return false;
  }
}
