#!/usr/bin/env bash
# ./bench.sh NAME [options]: runs a bench in Release. Its last lines are figures: name value unit. ./bench.sh --help lists them.
set -euo pipefail
cd "$(dirname "$0")"
dotnet build bench -c Release -v quiet -nologo >&2
exec dotnet bench/bin/Embedded/Release/net10.0/Muster.Bench.dll "$@"
