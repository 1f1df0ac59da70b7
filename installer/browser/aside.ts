/** The environment of a setup whose signpost has a port that the server wants: it steps aside where that port is needed. */
import type { Environment } from "../environment.ts";
import type { Signpost } from "./listen.ts";

export function besides(signpost: Signpost, environment: Environment): Environment {
  const { certificate, portState, installService } = environment;
  return {
    ...environment,
    portState: (address) =>
      address.port === signpost.port ? signpost.aside(() => portState(address)) : portState(address),
    certificate: {
      ...certificate,
      trial: (request) => signpost.aside(() => certificate.trial(request)),
      tryOtherPort: (request) => signpost.aside(() => certificate.tryOtherPort(request)),
      obtain: (request) => signpost.aside(() => certificate.obtain(request)),
    },
    installService: (installation) => {
      signpost.close();
      return installService(installation);
    },
  };
}
