{{- /* Templates keep to what tests/Deploy.Tests can render: if, with, range, define, variables, and the functions listed there. */ -}}
{{- define "muster.name" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 50 | trimSuffix "-" -}}
{{- else if contains "muster" .Release.Name -}}
{{- .Release.Name | trunc 50 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-muster" .Release.Name | trunc 50 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "muster.selector" -}}
app.kubernetes.io/name: muster
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "muster.labels" -}}
{{ include "muster.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end -}}

{{- define "muster.image" -}}
{{- if .Values.image.digest -}}
{{- printf "%s@%s" .Values.image.repository .Values.image.digest -}}
{{- else if .Values.image.tag -}}
{{- printf "%s:%s" .Values.image.repository .Values.image.tag -}}
{{- else if eq .Values.engine "Orleans" -}}
{{- printf "%s:%s-orleans" .Values.image.repository .Chart.AppVersion -}}
{{- else -}}
{{- printf "%s:%s" .Values.image.repository .Chart.AppVersion -}}
{{- end -}}
{{- end -}}

{{- define "muster.redis" -}}
{{- if .Values.redis.passwordSecret -}}
{{- printf "%s,password=$(REDIS_PASSWORD)" .Values.redis.configuration -}}
{{- else -}}
{{- .Values.redis.configuration -}}
{{- end -}}
{{- end -}}

{{- /* What has to be chosen, and what cannot be together. */ -}}
{{- define "muster.check" -}}
{{- if and (eq .Values.engine "Orleans") (not .Values.redis.configuration) -}}
{{- fail "engine Orleans needs Redis: set redis.configuration, for example redis.muster-system:6379" -}}
{{- end -}}
{{- if and (eq .Values.engine "Orleans") .Values.networkPolicy.enabled (not .Values.networkPolicy.redis) -}}
{{- fail "the silos could not reach Redis: set networkPolicy.redis to its pods or addresses, or networkPolicy.enabled to false" -}}
{{- end -}}
{{- if and (not .Values.tls.secret) (not .Values.tls.plainText) -}}
{{- fail "over http tokens can be read on the way: set tls.secret, or, behind a proxy that ends TLS, tls.plainText to true" -}}
{{- end -}}
{{- if and (not (eq .Values.service.type "ClusterIP")) .Values.networkPolicy.enabled (not (contains "ipBlock" (toJson .Values.networkPolicy.clients))) -}}
{{- fail "who comes from outside is no pod: add their networks to networkPolicy.clients, as { ipBlock: { cidr: 198.51.100.0/24 } }" -}}
{{- end -}}
{{- if and (or .Values.clusters .Values.homeCluster.enabled) .Values.networkPolicy.enabled (not .Values.networkPolicy.apiServers) -}}
{{- fail "the silos could not reach the clusters: set networkPolicy.apiServers to their API servers' addresses, or networkPolicy.enabled to false" -}}
{{- end -}}
{{- end -}}

{{- define "muster.appsettings" -}}
{
  "Logging": { "LogLevel": {{ .Values.logLevel | toJson }} },
  "Muster": {
    {{- range $section, $value := .Values.settings }}
    {{ $section | toJson }}: {{ $value | toJson }},
    {{- end }}
    {{- if .Values.tls.secret }}
    "Listen": "https://0.0.0.0:8080",
    "Certificate": { "Path": "/etc/muster/tls/tls.crt", "KeyPath": "/etc/muster/tls/tls.key" },
    "Access": { "TokenFile": "/etc/muster/access/tokens.json" },
    {{- else }}
    "Listen": "http://0.0.0.0:8080",
    "Access": { "TokenFile": "/etc/muster/access/tokens.json", "AllowPlainText": true },
    {{- end }}
    "Metrics": { "Listen": "http://0.0.0.0:9464" },
    {{- if .Values.credentials.keySecret }}
    "Credentials": { "KeyFile": "/etc/muster/credentials/key" },
    {{- end }}
    {{- if or .Values.clusters .Values.homeCluster.enabled }}
    "Clusters": [
      {{- range $index, $cluster := .Values.clusters }}
      {{- if $index }},{{ end }}
      { "Name": {{ $cluster.name | toJson }}, "Labels": {{ $cluster.labels | default dict | toJson }}, "Kubeconfig": {{ printf "/etc/muster/clusters/%s/kubeconfig" $cluster.name | toJson }} }
      {{- end }}
      {{- if .Values.homeCluster.enabled }}
      {{- if .Values.clusters }},{{ end }}
      { "Name": {{ .Values.homeCluster.name | toJson }}, "Labels": {{ .Values.homeCluster.labels | toJson }}, "InCluster": true }
      {{- end }}
    ],
    {{- end }}
    {{- if eq .Values.engine "Orleans" }}
    "Ledger": { "Kind": "Redis", "Redis": { "Prefix": {{ .Values.redis.prefix | toJson }} } },
    "Cluster": { "ServiceId": {{ .Values.orleans.serviceId | toJson }}, "ClusterId": {{ .Values.orleans.clusterId | toJson }}, "SiloPort": 11111, "GatewayPort": 30000 },
    {{- else }}
    "Ledger": { "Kind": "Sqlite" },
    {{- end }}
    "Data": "/var/lib/muster"
  }
}
{{- end -}}
