// +++
// name = "incidents_of_vendor"
// title = "Incidents that hit a vendor"
// question = "What has happened at this vendor, and whom did it reach as stated?"
// kind = "read"
// params.vendor = {type = "text", means = "organization", help = "id of the vendor"}
// returns.incident_id = {type = "text"}
// returns.title = {type = "text"}
// returns.known_on = {type = "date", help = "first of: occurred, discovered, disclosed; empty when no date is stated"}
// returns.attack_type = {type = "text"}
// returns.state = {type = "text"}
// returns.role = {type = "text", help = "part the vendor played"}
// returns.customers = {type = "integer", unit = "organizations", help = "named and confirmed or suspected, not denied"}
// order = ["known_on desc", "incident_id", "role"]
// +++
MATCH (i:Incident)-[h:HITS]->(v:Organization {id: $vendor})
OPTIONAL MATCH (i)-[a:AFFECTS]->(c:Organization)
WHERE coalesce(a.status, 'confirmed') <> 'denied' AND c.id <> $vendor
RETURN i.id AS incident_id, i.title AS title,
       coalesce(i.occurred_on, i.discovered_on, i.disclosed_on, '') AS known_on,
       i.attack_type AS attack_type, i.state AS state, coalesce(h.role, '') AS role,
       count(DISTINCT c.id) AS customers
ORDER BY known_on DESC, incident_id, role
