/** Requests of the verbs: to the running server, or, where none is running, to the database. */
import { askServer, fileFromServer, followServer } from "../control/client.ts";
import type {
  AnswerOf,
  BodyArgument,
  ControlFileRequests,
  ControlRequest,
  ControlStepRequests,
} from "../control/protocol.ts";
import type { AccountRequest } from "../control/routes.ts";
import { failureText } from "../messages/failures.ts";
import { statusMessages } from "../messages/status.ts";
import { OperationError, type OperationErrorReason } from "../operation-error.ts";
import { EXIT, type ExitCode } from "./exit.ts";
import { CommandError } from "./failure.ts";
import { homeAccessProblem, mayAsk } from "./home-access.ts";
import { startCommand } from "./program.ts";
import type { Call } from "./verb.ts";
import type { VerbError } from "./verb-error.ts";

/** The home whose server is asked, and the language of the errors. */
export type Asker = Pick<Call, "home" | "language">;

/** The running server's answer; undefined where none is running. Rejects with CommandError. */
export async function askIfRunning<Request extends ControlRequest>(
  asker: Asker,
  request: Request,
  ...body: BodyArgument<Request>
): Promise<AnswerOf<Request> | undefined> {
  const problem = askingProblem(asker);
  const answer = await sayingWhy(asker, () => askServer(asker.home, request, ...body));
  if (answer === undefined && problem) throw problem;
  return answer;
}

/**
 * Why this user may do nothing with the home but ask its server, if one runs; undefined for whoever may use the home.
 * Throws VerbError where not even that is possible.
 */
function askingProblem({ home }: Asker): VerbError | undefined {
  const problem = homeAccessProblem(home);
  if (problem && !mayAsk(home)) throw problem;
  return problem;
}

/** The running server's answer. Rejects with CommandError, also where none is running. */
export async function askRunning<Request extends ControlRequest>(
  asker: Asker,
  request: Request,
  ...body: BodyArgument<Request>
): Promise<AnswerOf<Request>> {
  const answer = await askIfRunning(asker, request, ...body);
  if (answer === undefined) throw notRunning(asker);
  return answer;
}

/**
 * Calls back with each step of the running server's answer, until there are no more or `signal` is aborted. Rejects with
 * CommandError, also where none is running.
 */
export async function followRunning<Request extends keyof ControlStepRequests>(
  asker: Asker,
  request: Request,
  body: ControlStepRequests[Request]["body"],
  onStep: (step: ControlStepRequests[Request]["step"]) => void,
  signal?: AbortSignal,
): Promise<void> {
  const problem = askingProblem(asker);
  const follow = () => followServer(asker.home, request, body, onStep, signal);
  if (!(await sayingWhy(asker, follow))) throw problem ?? notRunning(asker);
}

/** The answer of the running server, or of the database where none is running. Rejects with CommandError, StoreError, ConfigError. */
export async function askAboutAccounts<Request extends AccountRequest>(
  asker: Asker,
  request: Request,
  ...body: BodyArgument<Request>
): Promise<AnswerOf<Request>> {
  const answer = await askIfRunning(asker, request, ...body);
  if (answer !== undefined) return answer;
  // With all that a server is made of: loaded where no server runs.
  const { askDatabase } = await import("./offline.ts");
  return await sayingWhy(asker, () => askDatabase(asker.home, request, ...body));
}

/** The file that the running server makes. Rejects with CommandError, also where none is running. */
export async function fileFromRunning<Request extends keyof ControlFileRequests>(
  asker: Asker,
  request: Request,
  body: ControlFileRequests[Request]["body"],
): Promise<ReadableStream<Uint8Array>> {
  const file = await fileIfRunning(asker, request, body);
  if (!file) throw notRunning(asker);
  return file;
}

/** The same; undefined where none is running. Rejects with CommandError. */
export async function fileIfRunning<Request extends keyof ControlFileRequests>(
  asker: Asker,
  request: Request,
  body: ControlFileRequests[Request]["body"],
): Promise<ReadableStream<Uint8Array> | undefined> {
  const problem = askingProblem(asker);
  const file = await sayingWhy(asker, () => fileFromServer(asker.home, request, body));
  if (!file && problem) throw problem;
  return file;
}

const notRunning = ({ home, language }: Asker): CommandError => {
  const messages = statusMessages[language];
  return new CommandError(EXIT.unavailable, messages.notRunning(home.directory), messages.start(startCommand(home)));
};

/** How a verb ends; otherwise with EXIT.failed. */
const EXIT_CODES: Readonly<Partial<Record<OperationErrorReason, ExitCode>>> = {
  "malformed-request": EXIT.usage,
  "no-domain-served": EXIT.configuration,
  "domain-not-served": EXIT.usage,
  "not-a-domain": EXIT.usage,
  "not-an-address": EXIT.usage,
  "not-an-account": EXIT.usage,
  "not-a-room": EXIT.usage,
  "no-rooms-there": EXIT.usage,
  "room-name-too-long": EXIT.usage,
  "nobodys-address": EXIT.usage,
  "owner-not-named": EXIT.usage,
  "domain-cannot-own": EXIT.usage,
  "not-an-affiliation": EXIT.usage,
  "registration-closed": EXIT.configuration,
  "accounts-elsewhere": EXIT.configuration,
  "password-elsewhere": EXIT.configuration,
  "bad-uses": EXIT.usage,
  "one-name-many-uses": EXIT.usage,
  "note-too-long": EXIT.usage,
  "bad-validity": EXIT.usage,
  "no-pages": EXIT.configuration,
  "no-web-pages": EXIT.configuration,
  "own-domain": EXIT.usage,
  "disk-full": EXIT.cannotCreate,
  "import-runs": EXIT.tryAgain,
  "no-import": EXIT.tryAgain,
  "backup-runs": EXIT.tryAgain,
  "backup-no-room": EXIT.cannotCreate,
  "backup-damaged": EXIT.damaged,
};

/** Does `work`; it rejects with CommandError instead of OperationError. */
export const sayingWhy = <Answer>({ language }: Asker, work: () => Promise<Answer>): Promise<Answer> =>
  work().catch((error: unknown) => {
    if (!(error instanceof OperationError)) throw error;
    const [sentence, remedy] = failureText(error, language);
    throw new CommandError(EXIT_CODES[error.reason as OperationErrorReason] ?? EXIT.failed, sentence, remedy);
  });
