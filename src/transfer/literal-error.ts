/** Why bytes are not data as a programming language writes them (Lua's tables, Erlang's terms). */
import { type Place, SourceError } from "./source-error.ts";

/** `position` is that of the byte where it was noticed. */
export class LiteralError extends Error {
  /** `end`: the bytes end within a value. `code`: this is a program. `deep`: too many values in each other. */
  readonly reason: "end" | "code" | "deep" | "malformed";
  readonly position: number;

  constructor(reason: LiteralError["reason"], position: number, why = "") {
    super(why);
    this.reason = reason;
    this.position = position;
  }
}

/** As of the source, at a place in it; `maximum`: how many values may be in each other. */
export function literalSourceError({ reason, message }: LiteralError, place: Place, maximum: number): SourceError {
  if (reason === "code") return new SourceError("code", place, {});
  if (reason === "deep") return new SourceError("too-deep", place, { maximum });
  return new SourceError("malformed", place, { why: reason === "end" ? "the file ends too early" : message });
}
