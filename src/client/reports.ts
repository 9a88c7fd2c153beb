/** Calls about service reports: a customer's month, the same on paper, and the records behind each number. */
import type { BehindPage } from './measures.ts'
import { queryOf, type Transport } from './transport.ts'

/** A number of the report; `priority` for a line of the outcomes. */
export interface ReportPart {
  readonly measure: string
  readonly priority?: number
}

export interface ReportCalls {
  /** Shaped as the practice of reports defines it (`ServiceReport`). */
  serviceReport<Report>(orgId: string, month: string): Promise<Report>
  serviceReportRecords(orgId: string, month: string, part: ReportPart): Promise<BehindPage>
}

const at = (orgId: string, month: string): string => `/api/service-reports/${encodeURIComponent(orgId)}/${encodeURIComponent(month)}`

/** The address of the PDF. */
export const reportPdfAddress = (orgId: string, month: string): string => `${at(orgId, month)}/pdf`

export const reportCalls = (call: Transport): ReportCalls => ({
  serviceReport: (orgId, month) => call(at(orgId, month)),
  serviceReportRecords: (orgId, month, part) => call(`${at(orgId, month)}/records${queryOf({ ...part, limit: 200 })}`),
})
