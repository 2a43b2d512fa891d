{{- define "vfledger.labels" -}}
app.kubernetes.io/name: vfledger
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end }}

{{- define "vfledger.allLabels" -}}
{{ include "vfledger.labels" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ .root.Chart.Name }}-{{ .root.Chart.Version }}
{{- end }}

{{- define "vfledger.image" -}}
{{ .root.Values.image.prefix }}/{{ .image }}:{{ .root.Values.image.tag | default .root.Chart.AppVersion }}
{{- end }}

{{- define "vfledger.connection" -}}
- name: VFL_BOOTSTRAP_SERVERS
  value: {{ required "kafka.bootstrapServers is required: host:port, comma separated" .Values.kafka.bootstrapServers | quote }}
- name: VFL_REGISTRY_URL
  value: {{ required "registry.url is required: base URL of the Confluent API" .Values.registry.url | quote }}
- name: VFL_SINGLE_BROKER
  value: {{ .Values.kafka.singleBroker | quote }}
{{- if .Values.kafka.propertiesSecret }}
- name: VFL_KAFKA_PROPERTIES
  value: /etc/vfledger/kafka/kafka.properties
{{- end }}
{{- end }}

{{- define "vfledger.connectionMount" -}}
{{- if .Values.kafka.propertiesSecret }}
- name: kafka
  mountPath: /etc/vfledger/kafka
  readOnly: true
{{- end }}
{{- end }}

{{- define "vfledger.connectionVolume" -}}
{{- if .Values.kafka.propertiesSecret }}
- name: kafka
  secret:
    secretName: {{ .Values.kafka.propertiesSecret }}
    defaultMode: 0440
{{- end }}
{{- end }}

{{- define "vfledger.podSecurity" -}}
runAsNonRoot: true
runAsUser: 65532
runAsGroup: 65532
fsGroup: 65532
seccompProfile: { type: RuntimeDefault }
{{- end }}

{{- define "vfledger.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: { drop: [ALL] }
{{- end }}

{{- define "vfledger.priority" -}}
{{- if .Values.priorityClass.create }}
priorityClassName: {{ .Release.Name }}-vfledger
{{- end }}
{{- end }}

{{- define "vfledger.pullSecrets" -}}
{{- with .Values.image.pullSecrets }}
imagePullSecrets: {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{/* The pools file: what kubelet is offered is a part of it, so that allocator and kubelet mean the same VFs. */}}
{{- define "vfledger.pools" -}}
{{- if .Values.agent.devicePlugin.config -}}
{{- merge (fromJson .Values.agent.devicePlugin.config) (fromYaml (.Values.inventory.pools | default "{}")) | toYaml -}}
{{- else -}}
{{- .Values.inventory.pools | default "pools:\n  - name: default\n" -}}
{{- end -}}
{{- end -}}
