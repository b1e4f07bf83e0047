/** What becomes a script for a gateway. */
interface GatewayScript {
  toShellScript(): string;
  toCloudInit(): string;
}

/** The forms that a script for a gateway is written in, by the value of `--format`. */
export const SCRIPT_FORMATS: Readonly<Record<string, (script: GatewayScript) => string>> = {
  sh: (script) => script.toShellScript(),
  'cloud-init': (script) => script.toCloudInit(),
};
