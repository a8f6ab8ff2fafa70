// +++
// name = "contracts_ending"
// title = "Contracts that end soon"
// question = "Which contracts in force end by that day, and what hangs on them?"
// kind = "read"
// params.as_of = {type = "date", default = "today", help = "day on which contracts must be in force"}
// params.until = {type = "date", default = "today+90", help = "last day that is looked at"}
// params.limit = {type = "integer", default = 100, minimum = 1, maximum = 1000000, help = "rows to return"}
// returns.customer_id = {type = "text"}
// returns.customer = {type = "text"}
// returns.vendor_id = {type = "text"}
// returns.vendor = {type = "text"}
// returns.service = {type = "text"}
// returns.criticality = {type = "text", help = "unknown where nothing is stated"}
// returns.contract = {type = "text"}
// returns.ends_on = {type = "date"}
// returns.notice_days = {type = "integer", unit = "days", help = "notice period"}
// returns.substitutability = {type = "text"}
// returns.edge_id = {type = "text"}
// order = ["ends_on", "edge_id"]
// +++
MATCH (v:Organization)-[s:SERVES]->(c:Organization)
WHERE left(s.ends_on, 10) <= $until
  AND left(coalesce(s.starts_on, ''), 10) <= $as_of
  AND (left(coalesce(s.ends_on, '9999'), 10) >= $as_of
       OR s.ends_on IN [left($as_of, 4), left($as_of, 7)])
RETURN c.id AS customer_id, c.name AS customer, v.id AS vendor_id, v.name AS vendor,
       s.service AS service, coalesce(s.criticality, 'unknown') AS criticality,
       s.contract AS contract, s.ends_on AS ends_on, s.notice_days AS notice_days,
       s.substitutability AS substitutability, s.id AS edge_id
ORDER BY ends_on, edge_id
LIMIT $limit
