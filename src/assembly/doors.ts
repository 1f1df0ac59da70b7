/** Doors for whoever runs the server: the control socket, and the port for metrics. */
import { serveControl } from "../control/server.ts";
import type { Home } from "../home.ts";
import { lazy } from "../lazy.ts";
import { recorded } from "../operations/acts.ts";
import type { Operations } from "../operations/operations.ts";
import type { Kernel } from "./kernel.ts";
import type { MetricsDeps } from "./metrics.ts";
import { type OpenMetricsDeps, openMetrics } from "./metrics-listener.ts";

export interface DoorsDeps
  extends Pick<OpenMetricsDeps, "counting" | "config" | "log" | "now" | "calls">,
    Pick<MetricsDeps, "home"> {
  readonly home: Home;
  readonly kernel: Kernel;
  readonly federation: Pick<MetricsDeps, "incoming" | "outgoing">;
  readonly operations: Operations;
}

const routesFile = lazy((): typeof import("../control/routes.ts") => require("../control/routes.ts"));

/** What is done by the control socket is recorded. Throws ControlSocketError. */
export function openDoors({ kernel, federation, operations, ...deps }: DoorsDeps): { stop(): Promise<void> } {
  const { traffic, register: sessions, booted, audit } = kernel;
  const metrics = openMetrics({
    ...{ ...deps, traffic, sessions, catalogue: booted.catalogue, status: operations.status },
    ...{ incoming: federation.incoming, outgoing: federation.outgoing },
  });
  const routes = lazy(() => ({
    ...routesFile().controlRoutes(recorded(operations, audit, { door: "command line" })),
    ...metrics.routes,
  }));
  const control = serveControl(deps.home.controlSocket, routes, deps.log);
  return {
    stop: async () => {
      await Promise.all([control.stop(), metrics.stop()]);
    },
  };
}
