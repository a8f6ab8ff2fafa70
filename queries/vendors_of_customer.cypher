// +++
// name = "vendors_of_customer"
// title = "Direct vendors of a customer, one row per link"
// question = "Who supplies this customer, with what, and how critical is it?"
// kind = "read"
// params.customer = {type = "text", means = "organization", help = "id of the customer"}
// returns.vendor_id = {type = "text"}
// returns.vendor = {type = "text"}
// returns.service = {type = "text"}
// returns.category = {type = "text"}
// returns.criticality = {type = "text", help = "unknown where nothing is stated"}
// returns.contract = {type = "text"}
// returns.starts_on = {type = "date"}
// returns.ends_on = {type = "date"}
// returns.source = {type = "text"}
// returns.edge_id = {type = "text"}
// order = ["vendor_id", "edge_id"]
// +++
MATCH (v:Organization)-[s:SERVES]->(c:Organization {id: $customer})
RETURN v.id AS vendor_id, v.name AS vendor, s.service AS service, s.category AS category,
       coalesce(s.criticality, 'unknown') AS criticality, s.contract AS contract,
       s.starts_on AS starts_on, s.ends_on AS ends_on, s.source AS source, s.id AS edge_id
ORDER BY vendor_id, edge_id
