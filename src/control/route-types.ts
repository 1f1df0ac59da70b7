/** What answers a request of the control socket: takes the body, not checked yet, and throws OperationError. */
import type { AnswerOf, ControlRequest, ControlStepRequests } from "./protocol.ts";
import type { Steps } from "./step-streams.ts";

export type Routes<Request extends ControlRequest> = {
  readonly [Name in Request]: (body: unknown) => AnswerOf<Name> | Promise<AnswerOf<Name>>;
};
export type StepRoutes = {
  readonly [Name in keyof ControlStepRequests]: (body: unknown) => Steps<ControlStepRequests[Name]["step"]>;
};
