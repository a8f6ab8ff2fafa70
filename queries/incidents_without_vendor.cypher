// +++
// name = "incidents_without_vendor"
// title = "Incidents without a known vendor"
// question = "In which incidents do we not know at whose place it happened?"
// kind = "read"
// returns.incident_id = {type = "text"}
// returns.title = {type = "text"}
// returns.known_on = {type = "date", help = "first of: occurred, discovered, disclosed; empty when no date is stated"}
// returns.state = {type = "text"}
// returns.unnamed = {type = "integer", unit = "organizations", help = "suppliers that are mentioned without a name"}
// returns.customers = {type = "integer", unit = "organizations", help = "named and confirmed or suspected, not denied"}
// order = ["known_on desc", "incident_id"]
// +++
MATCH (i:Incident)
OPTIONAL MATCH (i)-[:HITS]->(v:Organization)
WITH i, count(DISTINCT v.id) AS hit,
     count(DISTINCT CASE WHEN coalesce(v.named, true) THEN v.id END) AS named
WHERE named = 0
OPTIONAL MATCH (i)-[a:AFFECTS]->(c:Organization)
WHERE coalesce(a.status, 'confirmed') <> 'denied'
RETURN i.id AS incident_id, i.title AS title,
       coalesce(i.occurred_on, i.discovered_on, i.disclosed_on, '') AS known_on, i.state AS state,
       hit AS unnamed, count(DISTINCT c.id) AS customers
ORDER BY known_on DESC, incident_id
