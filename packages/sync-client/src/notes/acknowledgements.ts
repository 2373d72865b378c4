/**
 * Which of what went to the server on one connection it has logged. Each thing that goes has a mark, and marks only
 * rise. The server acknowledges in the order in which things came, each once, after the commit that logged it: so an
 * acknowledgement is of the first thing that is still on its way. An update for which the server lacks what came before
 * it is passed over: it is never acknowledged, the server asks for the rest instead, and that is acknowledged. From then
 * on nothing counts as logged until everything is.
 */
export class Acknowledgements {
  private readonly way: number[] = [];
  private shookHands = false;
  private passedOver = 0;
  private received = 0;

  /** An update has gone. */
  sent(mark: number): void {
    this.way.push(mark);
  }

  /** The server asks for all that it lacks: at first, and each time that it has passed an update over. */
  asked(): void {
    if (this.shookHands) this.passedOver += 1;
    this.shookHands = true;
  }

  /** Everything up to this mark that it lacked has gone. */
  sentRest(mark: number): void {
    this.way.push(mark);
  }

  /** Answers the mark up to which everything is logged, or null when that can be said of nothing more. */
  acknowledged(): number | null {
    if (this.passedOver === 0) return this.way.shift() ?? null;
    this.received += 1;
    if (this.way.length - this.received > this.passedOver) return null;
    const last = this.way.at(-1) ?? null;
    this.way.length = 0;
    this.passedOver = 0;
    this.received = 0;
    return last;
  }
}
