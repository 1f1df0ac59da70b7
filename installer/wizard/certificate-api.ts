/** DNS-01 where no provider has been named yet: its record by hand at each renewal, or by the provider's API. */
import { apiOfZone } from "../../src/dns/providers/api.ts";
import { domainToAscii } from "../../src/jid/domain.ts";
import { dnsApiMessages } from "../../src/messages/dns-api.ts";
import { given, type StepContext } from "../step.ts";
import { type ApiAnswers, askToken } from "./dns-token.ts";

/** Asks for a token where the provider of the zone has an API; empty where a person sets the records. */
export async function tokenForProof(context: StepContext): Promise<ApiAnswers> {
  const { answers, prompts, environment, messages, language } = context;
  if (prompts.isUnattended || environment.certificate.hasDnsApi(answers)) return {};
  const { names, setup } = dnsApiMessages[language];
  const domain = given(answers, "domain");
  const progress = { message: messages.dns.looking(domain), whenLong: messages.dns.slow };
  const zone = await prompts.waitFor(progress, () => environment.zoneOf(domainToAscii(domain)));
  const provider = apiOfZone(zone);
  if (provider === undefined) return {};
  const choice = await prompts.choose({
    message: setup.proof(names[provider]),
    choices: [
      { value: "token", label: setup.tokenEachTime },
      { value: "hand", label: setup.handEachTime },
    ],
    initial: "token",
  });
  return choice === "token" ? ((await askToken(provider, zone.name, context)) ?? {}) : {};
}
