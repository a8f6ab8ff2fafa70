// +++
// name = "shortest_chain"
// title = "Links on the shortest chains between two parties"
// question = "Over which links does the shortest chain lead from this vendor to that customer?"
// kind = "read"
// twin = "graphrisk.analysis.chain:path_between"
// params.vendor = {type = "text", means = "organization", help = "id of the vendor"}
// params.customer = {type = "text", means = "organization", help = "id of the customer"}
// params.as_of = {type = "date", default = "today", help = "day on which contracts must be in force"}
// params.leave_out = {type = "list", default = [], help = "links of these criticalities are left out, separated by ; (supporting;important leaves critical and unknown)"}
// returns.step = {type = "integer", unit = "links", help = "place in the chain, from the vendor"}
// returns.vendor_id = {type = "text"}
// returns.vendor = {type = "text"}
// returns.customer_id = {type = "text"}
// returns.customer = {type = "text"}
// returns.service = {type = "text"}
// returns.criticality = {type = "text", help = "unknown where nothing is stated"}
// returns.contract = {type = "text"}
// returns.source = {type = "text"}
// returns.edge_id = {type = "text"}
// order = ["step", "edge_id"]
// +++
// All chains of the least length are laid over each other: one row per link, several rows of one step are alternatives.
MATCH (a:Organization {id: $vendor})-[chain:SERVES* ALL SHORTEST 1..10 (r, n |
    WHERE left(coalesce(r.starts_on, ''), 10) <= $as_of
    AND (left(coalesce(r.ends_on, '9999'), 10) >= $as_of
         OR r.ends_on IN [left($as_of, 4), left($as_of, 7)])
    AND NOT coalesce(r.criticality, '') IN $leave_out)]->(b:Organization {id: $customer})
WHERE a.id <> b.id
UNWIND range(1, length(chain)) AS step
WITH DISTINCT step, list_extract(rels(chain), step).id AS edge_id
MATCH (v:Organization)-[s:SERVES]->(c:Organization)
WHERE s.id = edge_id
RETURN step, v.id AS vendor_id, v.name AS vendor, c.id AS customer_id, c.name AS customer,
       s.service AS service, coalesce(s.criticality, 'unknown') AS criticality,
       s.contract AS contract, s.source AS source, s.id AS edge_id
ORDER BY step, edge_id
