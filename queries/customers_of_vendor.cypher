// +++
// name = "customers_of_vendor"
// title = "Direct customers of a vendor, one row per link"
// question = "Whom does this vendor serve, with what, and how critical is it?"
// kind = "read"
// params.vendor = {type = "text", means = "organization", help = "id of the vendor"}
// returns.customer_id = {type = "text"}
// returns.customer = {type = "text"}
// returns.sector = {type = "text"}
// returns.service = {type = "text"}
// returns.category = {type = "text"}
// returns.criticality = {type = "text", help = "unknown where nothing is stated"}
// returns.contract = {type = "text"}
// returns.starts_on = {type = "date"}
// returns.ends_on = {type = "date"}
// returns.source = {type = "text"}
// returns.edge_id = {type = "text"}
// order = ["customer_id", "edge_id"]
// +++
MATCH (v:Organization {id: $vendor})-[s:SERVES]->(c:Organization)
RETURN c.id AS customer_id, c.name AS customer, c.sector AS sector, s.service AS service,
       s.category AS category, coalesce(s.criticality, 'unknown') AS criticality,
       s.contract AS contract, s.starts_on AS starts_on, s.ends_on AS ends_on,
       s.source AS source, s.id AS edge_id
ORDER BY customer_id, edge_id
