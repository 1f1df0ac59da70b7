/** A port that a challenge could not have: which program has it. */
import type { CertificateProblem } from "../../src/certificate/certificate-error.ts";
import type { StepContext } from "../step.ts";
import { stateText } from "./ports.ts";

/** The problem with who has the port, where it is about one and the system tells; any other as it is. */
export async function namingHolder(
  problem: CertificateProblem,
  { environment, messages }: StepContext,
): Promise<CertificateProblem> {
  const { port } = problem.values;
  if (problem.reason !== "port-taken" || typeof port !== "number") return problem;
  const state = await environment.portState({ host: "::", port });
  const isOwn = state.kind === "own";
  if (!isOwn && !(state.kind === "taken" && state.holder)) return problem;
  const values = { port, use: stateText(state, messages) };
  return { ...problem, reason: "port-held", values, remedies: isOwn ? STOP_OWN : problem.remedies };
}

const STOP_OWN = [{ key: "stop-own", values: {} }] as const;
