"""Kibana's saved objects: built from `config/kibana/*.yaml`, exported, checked, and drawn without Kibana."""
