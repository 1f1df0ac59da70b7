/** XEP-0124: one request of a session. */
import type { BodyAttributes } from "./body-attributes.ts";
import type { Carrier } from "./carrier.ts";
import { printBody } from "./payloads.ts";
import type { RequestBody } from "./request-body.ts";

export class BoshRequest {
  readonly attributes: BodyAttributes;
  readonly body: RequestBody;
  /** When it was received, in milliseconds of the monotonic clock. */
  readonly arrived: number;
  carrier: Carrier;
  /** Whether what its attributes ask for has been done, and whether its payloads have been handed over, and how many. */
  hasBegun = false;
  isRead = false;
  payloads = 0;

  constructor(attributes: BodyAttributes, body: RequestBody, carrier: Carrier, arrived: number) {
    this.attributes = attributes;
    this.body = body;
    this.carrier = carrier;
    this.arrived = arrived;
  }

  /** §14.3: it has been repeated, and the response goes to whom repeated it. */
  repeatedBy({ carrier }: BoshRequest): void {
    this.carrier.answer(printBody({ type: "error" }));
    this.carrier = carrier;
  }

  /** Whether it asks for payloads, and does nothing else (§11). */
  get isEmpty(): boolean {
    const { sid, isTerminal, pause, restarts } = this.attributes;
    return this.payloads === 0 && sid !== undefined && !isTerminal && pause === undefined && !restarts;
  }

  /** §11: one that may be made in addition, since it ends the session or lets it rest. */
  get isAdditional(): boolean {
    return this.attributes.isTerminal || this.attributes.pause !== undefined;
  }
}
