/** The domain's web site is elsewhere and hands the authority's visit over to here. */
import { redirectConfigs } from "../../src/certificate/validation-methods.ts";
import { domainToAscii } from "../../src/jid/domain.ts";
import { toPaste } from "../prompts.ts";
import { given, type StepContext } from "../step.ts";

/** True when the redirect was seen, or the person is sure of it. */
export async function prepareRedirect({ answers, prompts, environment, messages }: StepContext): Promise<boolean> {
  const domain = domainToAscii(given(answers, "domain"));
  const host = domainToAscii(given(answers, "host"));
  const lines = Object.entries(redirectConfigs(host)).flatMap(([program, line]) => [`# ${program}`, line]);
  prompts.show(messages.certificate.redirectShown(domain), toPaste(lines));
  for (;;) {
    const choice = await prompts.choose({
      message: messages.certificate.redirectQuestion,
      choices: [
        { value: "look", label: messages.lookAgain },
        { value: "sure", label: messages.certificate.redirectSure },
        { value: "other", label: messages.certificate.otherWay },
      ],
      initial: "look",
      unattended: "sure",
    });
    if (choice !== "look") return choice === "sure";
    const waiting = { message: messages.certificate.redirectLooking(domain), whenLong: messages.waitLong };
    if (await prompts.waitFor(waiting, () => environment.certificate.isRedirectedTo(domain, host))) return true;
    prompts.show(messages.certificate.redirectMissing(domain), []);
  }
}
