/** Why an account of another server could not be signed in to, or what was begun there not ended. */
import type { OldAccountProblem } from "../../operation-error.ts";

export class SignInError extends Error {
  override readonly name = "SignInError";
  readonly problem: OldAccountProblem;

  /** `text`: a sentence for people, without a capital and without a full stop. */
  constructor(problem: OldAccountProblem, text: string) {
    super(text);
    this.problem = problem;
  }
}
