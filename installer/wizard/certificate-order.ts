/** A certificate from an authority: a trial run first, where there is one, then the real one. */
import type { ChallengeType } from "../../src/certificate/challenges/challenge.ts";
import type { SeenTxtRecord } from "../../src/certificate/challenges/txt-record.ts";
import type { CertificateRequest } from "../environment.ts";
import { type ProgressControl, toPaste } from "../prompts.ts";
import { given, type StepContext } from "../step.ts";

/** The certificate is there. Throws CertificateError. */
export async function obtainCertificate(challenge: ChallengeType, context: StepContext): Promise<void> {
  const { answers, prompts, environment, messages } = context;
  const { certificate } = environment;
  const order = ({ pause: aside }: ProgressControl): CertificateRequest => ({
    answers,
    challenge,
    confirm: prompts.isUnattended ? undefined : (records) => aside(() => confirmRecords(records, context)),
  });
  // Nobody sets a record by hand twice: the real service forgives five mistakes an hour.
  if (certificate.hasTrial && challenge !== "dns-01") {
    const waiting = { message: messages.certificate.trying, whenLong: messages.certificate.tryingLong };
    await prompts.waitFor(waiting, (wait) => certificate.trial(order(wait)));
    prompts.show(messages.certificate.tried, []);
  }
  const message = messages.certificate.obtaining(given(answers, "domain"));
  const waiting = { message, whenLong: messages.certificate.tryingLong };
  const facts = await prompts.waitFor(waiting, (wait) => certificate.obtain(order(wait)));
  const text = messages.certificate.obtained(facts.names, facts.notAfter);
  prompts.show(messages.certificate.obtainedShown, [{ mark: "right", text }]);
}

/** Shows the TXT records that prove the domain, and what has been seen of them. */
function confirmRecords(records: readonly SeenTxtRecord[], { prompts, messages }: StepContext) {
  const lines = records.map(({ record, value }) => `${record}. 300 IN TXT "${value}"`);
  const isFirst = records.every(({ state }) => state === "unseen");
  if (isFirst) prompts.show(messages.certificate.txtShown, toPaste(lines));
  else
    prompts.show(
      messages.certificate.txtSeen,
      records.map(({ record, state, found }) => ({
        mark: state === "right" ? "right" : "wrong",
        text: messages.certificate.txtState(record, state, found),
      })),
    );
  return prompts.choose({
    message: messages.certificate.txtQuestion,
    choices: [
      { value: "look", label: messages.certificate.txtDone },
      { value: "ask", label: messages.certificate.txtSure },
      { value: "cancel", label: messages.certificate.otherWay },
    ],
    initial: "look",
  });
}
