/** What keeps the world from the ports that a router was asked for: data, without language. */
import type { Maker } from "./maker.ts";
import type { GatewayReport, MappingProblem, Obstacle, PortReport, WantedPort } from "./report.ts";

/** What a person is told of the router besides. */
interface AtRouter {
  /** Its address in this network. */
  readonly router?: string;
  readonly maker?: Maker;
}

export type Trouble =
  | (AtRouter & { readonly kind: "absent" })
  | (AtRouter & { readonly kind: "closed"; readonly problem: MappingProblem; readonly ports: readonly WantedPort[] })
  | (AtRouter & {
      readonly kind: "no-hole";
      readonly problem: MappingProblem;
      readonly ports: readonly WantedPort[];
      /** Of this machine, where the firewall lets nobody through. */
      readonly address: string;
    })
  | { readonly kind: Obstacle; readonly external: string }
  | { readonly kind: "no-hairpin"; readonly external: string };

/** What is not open first, then what is in the way. None while the router is being looked for. */
export function troublesOf(report: GatewayReport): readonly Trouble[] {
  const { state, router, maker, external, obstacle, hairpin, ports, pinholes } = report;
  const at = { ...(router === undefined ? {} : { router }), ...(maker === undefined ? {} : { maker }) };
  if (state === "looking") return [];
  if (state === "absent" && report.isDirect) return [];
  if (state === "absent") return [{ kind: "absent", ...at }];
  // What is in the way says it all.
  const isSaid = (problem: MappingProblem): boolean =>
    problem === "no-network" && (obstacle === "shared" || obstacle === "double-nat");
  const closed = closedIn(ports).filter(([problem]) => !isSaid(problem));
  return [
    ...closed.map(([problem, of]): Trouble => ({ kind: "closed", problem, ports: of, ...at })),
    ...pinholes.flatMap(({ address, ports: holes }) =>
      closedIn(holes).map(([problem, of]): Trouble => ({ kind: "no-hole", problem, ports: of, address, ...at })),
    ),
    ...(obstacle && external !== undefined ? [{ kind: obstacle, external }] : []),
    ...(hairpin === false && external !== undefined ? [{ kind: "no-hairpin", external } as const] : []),
  ];
}

/** By the reason. */
function closedIn(ports: readonly PortReport[]): readonly (readonly [MappingProblem, readonly WantedPort[]])[] {
  const closed = ports.flatMap(({ transport, port, problem }) => (problem ? [{ transport, port, problem }] : []));
  return [...Map.groupBy(closed, ({ problem }) => problem)].map(([problem, of]) => [
    problem,
    of.map(({ transport, port }) => ({ transport, port })),
  ]);
}
