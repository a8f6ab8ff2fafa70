// +++
// name = "expired_contracts"
// title = "Expired contracts"
// question = "Which contracts have ended, and is anything between the two still in force?"
// kind = "read"
// params.as_of = {type = "date", default = "today", help = "day on which contracts must be in force"}
// params.limit = {type = "integer", default = 100, minimum = 1, maximum = 1000000, help = "rows to return"}
// returns.customer_id = {type = "text"}
// returns.customer = {type = "text"}
// returns.vendor_id = {type = "text"}
// returns.vendor = {type = "text"}
// returns.service = {type = "text"}
// returns.contract = {type = "text"}
// returns.ends_on = {type = "date"}
// returns.still_served = {type = "boolean", help = "another link of the two is in force"}
// returns.source = {type = "text"}
// returns.edge_id = {type = "text"}
// order = ["ends_on desc", "edge_id"]
// +++
MATCH (v:Organization)-[s:SERVES]->(c:Organization)
WHERE left(s.ends_on, 10) < $as_of AND NOT s.ends_on IN [left($as_of, 4), left($as_of, 7)]
WITH v, s, c, EXISTS {
    MATCH (v)-[t:SERVES]->(c)
    WHERE left(coalesce(t.starts_on, ''), 10) <= $as_of
      AND (left(coalesce(t.ends_on, '9999'), 10) >= $as_of
           OR t.ends_on IN [left($as_of, 4), left($as_of, 7)])
  } AS still_served
RETURN c.id AS customer_id, c.name AS customer, v.id AS vendor_id, v.name AS vendor,
       s.service AS service, s.contract AS contract, s.ends_on AS ends_on, still_served,
       s.source AS source, s.id AS edge_id
ORDER BY ends_on DESC, edge_id
LIMIT $limit
