import { shellQuote } from './shell-quote';
import { HOME, type GatewayFile } from './gateway-files';

/** Settings of a machine that receives packages. */
export interface PackageSetup {
  /** Name of the machine, which is the whole content of its file `key_name`. */
  readonly machine: string;
  /** Key of the machine, in the form that `--key` of the command accepts. */
  readonly key: string;
  /** Public key that verifies the packages, in PEM. Undefined if the machine does not install packages at boot. */
  readonly trustedKey: string | undefined;
}

/** Folder that contains the packages to install, and the packages that could not be installed. */
export const PACKAGES = '/var/lib/secure-edge/packages';
/** File with additional options of the install command. A person writes it on the machine. */
export const INSTALL_OPTIONS = `${HOME}/packages/options`;
const TRUSTED_KEY = `${HOME}/packages/trusted.pub.pem`;
/** Seconds to wait at boot for the container runtime. */
const PATIENCE = 300;
export const INSTALL_SERVICE = 'secure-edge-packages.service';

/** Returns the files that install packages at boot. Without a trusted key, the list is empty. */
export function packageFiles(setup: PackageSetup): GatewayFile[] {
  if (setup.trustedKey === undefined) return [];
  return [
    { path: TRUSTED_KEY, mode: '644', text: setup.trustedKey },
    { path: `${HOME}/install-due`, mode: '755', text: installDue(setup) },
    { path: `/etc/systemd/system/${INSTALL_SERVICE}`, mode: '644', text: SERVICE },
  ];
}

function installDue({ machine, key }: PackageSetup): string {
  return `#!/bin/sh
# Installs the packages in ${PACKAGES}/due, in the order of their names, and deletes each installed package. If a
# package cannot be installed, moves it to failed, together with the output. To try again, move it back to due.
set -euf

cd ${PACKAGES}
options=
[ ! -r ${INSTALL_OPTIONS} ] || options=$(cat ${INSTALL_OPTIONS})
failed=0
set +f
for package in due/*; do
  set -f
  [ -f "$package" ] || continue
  name=\${package#due/}
  # shellcheck disable=SC2086 # options are words
  if said=$(secure-edge package install "$package" --machine ${shellQuote(machine)} --key ${shellQuote(key)} \\
    --verify ${TRUSTED_KEY} --wait ${PATIENCE} $options 2>&1); then
    printf '%s\\n' "$said"
    rm -f "$package"
  else
    printf '%s\\n' "$said" >&2
    printf '%s\\n' "$said" >"failed/$name.error"
    mv -f "$package" failed/
    failed=1
  fi
done
exit "$failed"
`;
}

const SERVICE = `[Unit]
Description=Install the app packages that are due
After=local-fs.target parsec.service containerd.service crio.service docker.service kubelet.service
ConditionDirectoryNotEmpty=${PACKAGES}/due

[Service]
Type=oneshot
UMask=0022
ExecStart=${HOME}/install-due

[Install]
WantedBy=multi-user.target
`;
