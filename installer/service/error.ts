/** Why the service could not be installed, started or stopped. */
import type { ServiceMessages } from "../../src/messages/service.ts";

export type ServiceProblem =
  | { readonly kind: "no-systemd" }
  | { readonly kind: "not-administrator" }
  | { readonly kind: "not-compiled" }
  | { readonly kind: "not-set-up"; readonly home: string }
  | { readonly kind: "path"; readonly path: string }
  /** For `service file`. */
  | { readonly kind: "no-manager"; readonly given: string; readonly managers: readonly string[] }
  | { readonly kind: "failed"; readonly command: string; readonly output: string };

/** sysexits(3): 69 unavailable, 77 no permission, 78 configuration; 2 usage, 1 failed. */
const EXIT: Readonly<Record<ServiceProblem["kind"], number>> = {
  "no-systemd": 69,
  "not-administrator": 77,
  "not-compiled": 69,
  "not-set-up": 78,
  path: 2,
  "no-manager": 2,
  failed: 1,
};

/** The problem as a sentence. */
export function serviceProblemText(problem: ServiceProblem, { problems }: ServiceMessages): string {
  switch (problem.kind) {
    case "not-set-up":
      return problems["not-set-up"](problem.home);
    case "path":
      return problems.path(problem.path);
    case "no-manager":
      return problems["no-manager"](problem.given, problem.managers.join(", "));
    case "failed":
      return problems.failed(problem.command, problem.output);
    default:
      return problems[problem.kind];
  }
}

export class ServiceError extends Error {
  readonly problem: ServiceProblem;
  readonly exitCode: number;

  constructor(problem: ServiceProblem) {
    super(problem.kind);
    this.name = "ServiceError";
    this.problem = problem;
    this.exitCode = EXIT[problem.kind];
  }
}
