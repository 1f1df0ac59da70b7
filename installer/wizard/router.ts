/** Step: the ports to forward in the router. */
import { isLoopback, parseListener } from "../../src/config/listener.ts";
import { reachOf } from "../../src/net/ip-address.ts";
import { plain } from "../prompts.ts";
import type { Step } from "../step.ts";
import { unreachableLines } from "./address-lines.ts";

/** The ports of `listeners` that must be reachable from outside, in order; without those of the loopback. */
export function portsToForward(listeners: readonly string[]): number[] {
  const reachable = listeners
    .map(parseListener)
    .filter((address) => address !== undefined)
    .filter((address) => !isLoopback(address));
  return [...new Set(reachable.map(({ port }) => port))].sort((one, other) => one - other);
}

export const router: Step = {
  name: "router",
  number: 3,
  applies: ({ purpose }) => purpose !== "local",
  run: async ({ answers, prompts, environment, messages, language }) => {
    const own = environment.ownAddresses();
    const ipv4 = (answers.addresses ?? []).filter((address) => !address.includes(":"));
    const isDirect = ipv4.length > 0 && ipv4.every((address) => own.includes(address));
    const listeners = Object.entries(environment.listeners(answers.configChanges))
      // Whoever is in front of it is not on the Internet's side of the router.
      .filter(([name]) => name !== "http_proxied" && !answers.unavailable?.includes(name))
      .map(([, address]) => address);
    const ports = portsToForward(listeners).join(", ");
    if (ports === "") return {};
    if (isDirect) {
      prompts.show(messages.router.heading, plain(messages.router.direct(ports)));
      return {};
    }
    const local = await environment.localAddress();
    const isShared = local !== undefined && reachOf(local) === "shared";
    if (local !== undefined && isShared) prompts.show(messages.router.heading, unreachableLines(local, language));
    if (isShared) return {};
    prompts.show(
      messages.router.heading,
      plain(messages.router.forward(local), `  TCP ${ports}`, ...messages.router.how),
    );
    const choices = [{ value: "on", label: messages.goOn }] as const;
    await prompts.choose({ message: messages.router.question, choices, initial: "on" });
    return {};
  },
};
