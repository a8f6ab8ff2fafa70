// +++
// name = "critical_links_with_unknown_suppliers"
// title = "Critical links whose vendor has no known supplier"
// question = "Where does our knowledge of the chain end though it matters?"
// kind = "read"
// twin = "graphrisk.analysis.coverage:coverage_of"
// params.as_of = {type = "date", default = "today", help = "day on which contracts must be in force"}
// params.limit = {type = "integer", default = 100, minimum = 1, maximum = 1000000, help = "rows to return"}
// returns.vendor_id = {type = "text"}
// returns.vendor = {type = "text"}
// returns.customer_id = {type = "text"}
// returns.customer = {type = "text"}
// returns.service = {type = "text"}
// returns.criticality = {type = "text", help = "unknown where nothing is stated"}
// returns.edge_id = {type = "text"}
// order = ["vendor_id", "edge_id"]
// +++
MATCH (v:Organization)-[s:SERVES]->(c:Organization)
WHERE v.id <> c.id AND NOT coalesce(s.criticality, 'unknown') IN ['important', 'supporting']
  AND left(coalesce(s.starts_on, ''), 10) <= $as_of
  AND (left(coalesce(s.ends_on, '9999'), 10) >= $as_of
       OR s.ends_on IN [left($as_of, 4), left($as_of, 7)])
  AND NOT EXISTS {
    MATCH (u:Organization)-[t:SERVES]->(v)
    WHERE u.id <> v.id
      AND left(coalesce(t.starts_on, ''), 10) <= $as_of
      AND (left(coalesce(t.ends_on, '9999'), 10) >= $as_of
           OR t.ends_on IN [left($as_of, 4), left($as_of, 7)])
  }
RETURN v.id AS vendor_id, v.name AS vendor, c.id AS customer_id, c.name AS customer,
       s.service AS service, coalesce(s.criticality, 'unknown') AS criticality, s.id AS edge_id
ORDER BY vendor_id, edge_id
LIMIT $limit
