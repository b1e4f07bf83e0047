/** Content of a script for a gateway. */
interface GatewayScript {
  toShellScript(): string;
  toCloudInit(): string;
}

/** Writers of a script for a gateway, by the value of `--format`. */
export const SCRIPT_FORMATS: Readonly<Record<string, (script: GatewayScript) => string>> = {
  sh: (script) => script.toShellScript(),
  'cloud-init': (script) => script.toCloudInit(),
};
